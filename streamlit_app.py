"""The app: `streamlit run streamlit_app.py`. Page config and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from synckit.ui import frame, words

HERE = Path(__file__).parent

st.set_page_config(page_title=words.PRODUCT, page_icon=str(HERE / "static" / "icon.svg"), layout="wide")
st.logo(str(HERE / "static" / "logo.svg"), size="large")
page = st.navigation(
    [
        st.Page(HERE / "pages" / "syncs" / "data_syncs.py", title=words.PAGE, default=True),
        st.Page(HERE / "pages" / "connections" / "ils_integration.py", title=words.ILS_PAGE),
        st.Page(HERE / "pages" / "admin" / "activity.py", title=words.ACTIVITY),
    ]
)
frame.style()
page.run()
