"""`matters check`: what it says, what it writes, and that finding something is no failure of the check."""

from pathlib import Path

from openpyxl import load_workbook

from tests.e2e.command_line import CommandLine

MATTER = "11411000MB9910027T4410126001000"


def test_the_check_sums_up_departments_and_rules(sqlite_sample_hall: CommandLine, tmp_path: Path) -> None:
    hall = sqlite_sample_hall
    report = tmp_path / "report.xlsx"

    outcome = hall.run("matters", "check", "--report", report)
    again = hall.ask("matters", "check")
    one = hall.ask("matters", "check", MATTER)

    assert (outcome.status, outcome.errors) == (0, "")
    assert "检查完成：50 个事项，本次新检查 50 个。" in outcome.output
    assert "Q21" in outcome.output
    assert (again["checked"], again["matters"], again["errors"]) == (0, 50, 0)
    assert again["warnings"] == sum(each["warnings"] for each in again["departments"]) > 0
    assert {each["rule"] for each in again["rules"]} >= {f"Q{number:02}" for number in range(1, 19)}
    assert one["name"] == "特种设备使用登记"
    assert [(each["rule"], each["level"]) for each in one["findings"]] == [("Q21", "warning")]
    assert load_workbook(report, read_only=True).sheetnames == ["部门得分", "规则", "发现"]
    assert hall.refused("matters", "check", "NOSUCHCODE") == "matter_unknown"
    assert hall.refused("matters", "check", MATTER, "--report", report) == "check_report_single"
