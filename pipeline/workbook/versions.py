"""The version of the input workbook, and the names under which a workbook keeps what it was made from."""

TEMPLATE_VERSION = "1.0"
TEMPLATE_PROPERTY, STANDARDS_PROPERTY = "keyplan_template_version", "keyplan_standards_version"
