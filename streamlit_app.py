"""The app: `streamlit run streamlit_app.py`. Page config, sign-in and navigation, nothing else."""

from pathlib import Path

import streamlit as st

from synckit.ui import frame, library, navigation, signing_in, words

STATIC = Path(__file__).parent / "static"

st.set_page_config(page_title=words.PRODUCT, page_icon=str(STATIC / "icon.svg"), layout="wide")
st.logo(str(STATIC / "logo.svg"), size="large")
frame.style()
person = signing_in.person()
if person is None:
    st.navigation([st.Page(signing_in.show, title=words.PRODUCT)], position="hidden").run()
else:
    library.enter(person)
    st.navigation(navigation.pages(person)).run()
