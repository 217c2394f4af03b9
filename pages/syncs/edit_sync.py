"""Edit data sync: the wizard in which a sync is set up, on a draft that nothing runs before it is finished."""

import streamlit as st

from synckit.ui import library, problems, welcome, words
from synckit.ui.wizard import frame

if library.exists():
    with problems.told():
        frame.show(library.here())
else:
    st.title(words.EDIT_SYNC, anchor=False)
    welcome.show(words.NO_WORKSPACE, words.NO_WORKSPACE_SAYS)
