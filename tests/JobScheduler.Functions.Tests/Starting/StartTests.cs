using JobScheduler.Hosting.Starting;

namespace JobScheduler.Functions.Tests.Starting;

public sealed class StartTests
{
    [Fact]
    public void Head_is_complete_and_starts_with_its_settings()
    {
        using var head = new Head();

        head.Validate();
    }

    [Theory]
    [InlineData("Access:AdministratorKey")]
    [InlineData("JobStorePrefix")]
    [InlineData("JobStore")]
    public void Start_without_a_setting_names_it(string key)
    {
        using var head = new Head(Head.Settings.Where(setting => setting.Key != key));

        var fault = Assert.ThrowsAny<Exception>(head.Validate);

        Assert.Contains(StartFault.Explain(fault), line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void Start_names_all_faults_at_once_and_other_peoples_settings_are_none()
    {
        using var head = new Head(Head.Settings.Concat(
        [
            new("Execution:Workers", "many"),
            new("Execution:Wrokers", "3"),
            new("Clock:TakeOverAfter", "20"),
            new("WEBSITE_SITE_NAME", "a"),
            new("Storage:Kind", "of another head"),
        ]));

        var lines = StartFault.Explain(Assert.ThrowsAny<Exception>(head.Validate)).ToList();

        Assert.Contains(lines, line => line.StartsWith("Execution:Workers: 'many'", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Execution:Wrokers is not known", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("Clock:TakeOverAfter: '20'", StringComparison.Ordinal));
        Assert.Equal(3, lines.Distinct().Count());
    }
}
