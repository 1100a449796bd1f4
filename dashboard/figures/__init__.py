"""Figures: pure functions from a small table (and words, and a look) to a plotly figure or an ECharts option.

Conventions: no Streamlit here; every text that comes from articles goes through `dashboard.escape.plotly`; every mark carries
`customdata` with the code that a click selects; `describe_…` returns the alternative text of the figure it stands beside.
"""
