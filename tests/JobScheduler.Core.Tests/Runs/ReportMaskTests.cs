namespace JobScheduler.Runs;

public sealed class ReportMaskTests
{
    private const string Token = "jsa_default~03-0123~7~0badc0de";

    [Fact]
    public void Apply_whatTheRequestCarried_isMasked()
    {
        var target = new HttpTarget
        {
            Url = "https://example.com/import?code=qu3ry",
            Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer hunter22" },
        };
        Assert.Equal(
            "run 03-0123: *** *** *** ***",
            ReportMask.Of(Run(target), Token).Apply($"run 03-0123: hunter22 qu3ry {Token} 0badc0de"));
    }

    [Fact]
    public void Apply_targetThatIsNotInTheRow_masksTheTokenAlone() =>
        Assert.Equal("qu3ry ***", ReportMask.Of(Run(null), Token).Apply($"qu3ry {Token}"));

    private static RunRecord Run(Target? target) => new()
    {
        Id = "03-0123",
        Spec = new RunSpec { Tenant = "default", CreatedBy = "me", Target = target },
        State = RunState.Running,
    };
}
