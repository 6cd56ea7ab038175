namespace JobScheduler;

public sealed class RandomTextTests
{
    [Theory]
    [InlineData("T01ABC2DEF3GHI4JK")]
    [InlineData("0123456789012345")]
    [InlineData("report-of-2026-12-01")]
    [InlineData("aQzXkWpLmNvBtRyU")]
    [InlineData("XkQzWpLmNvBtRyUa")]
    [InlineData("qWeRtYuIoPaSdFgH")]
    [InlineData("ABcdEFghIJklMNop")]
    [InlineData("ABCDefGHIJklMNOPqr")]
    [InlineData("xK-qZW_pLmNvB-tRyUaSdF")]
    public void IsLikely_digitsOrIrregularCase_isTrue(string part) => Assert.True(RandomText.IsLikely(part));

    [Theory]
    [InlineData("")]
    [InlineData("aQzXkWpLmNvBtRy")]
    [InlineData("abc4567890")]
    [InlineData("ThisIsAnOrdinaryPathName")]
    [InlineData("thisIsAnOrdinaryPathName")]
    [InlineData("This-Is-An-Ordinary-Path-Name")]
    [InlineData("an_ordinary_path_name")]
    [InlineData("AN_ORDINARY_PATH_NAME")]
    [InlineData("REPORT_of_YESTERDAY")]
    [InlineData("GetHTTPResponseHeader")]
    [InlineData("ExportCustomersToCSV")]
    [InlineData("----------------")]
    public void IsLikely_shortPartOrWords_isFalse(string part) => Assert.False(RandomText.IsLikely(part));
}
