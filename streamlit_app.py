"""The app: `python -m synckit app`, or `streamlit run streamlit_app.py`. Page config, sign-in and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from synckit.ui import frame, identity, library, navigation, quiet, signing_in, words

STATIC = Path(__file__).parent / "static"

quiet.hush()
st.set_page_config(page_title=words.PRODUCT, page_icon=str(STATIC / "icon.svg"), layout="wide")
st.logo(str(STATIC / "logo.svg"), size="large")
frame.style()
person = signing_in.person()
if person is None:
    st.navigation(navigation.closed(signing_in.show), position="hidden").run()
else:
    library.enter(person)
    page = st.navigation(navigation.pages(person))
    identity.show(person)
    page.run()
