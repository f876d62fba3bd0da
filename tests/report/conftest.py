from __future__ import annotations

import pytest
from report_builders import library_report

from annot.report.model import Report


@pytest.fixture(scope="session")
def library() -> Report:
    """A report as a newsroom would have it."""
    return library_report()
