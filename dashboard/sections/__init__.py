"""Sections: what pages are made of, one question each. A section asks for a small table, hands it to a figure, draws a block.

A page is the table of contents of its sections; a section that two pages share (course, balance, ledgers…) stands here once.
"""
