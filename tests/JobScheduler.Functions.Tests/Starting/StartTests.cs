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
    public void Start_names_misspelled_sections_and_leaves_the_rest_of_the_environment_alone()
    {
        using var head = new Head(Head.Settings.Concat(
        [
            new("Acess:AdministratorKey", "x"),
            new("Executon:Wrokers", "3"),
            new("JobStroe:accountName", "x"),
            new("Target:AllowedPrivateRanges:0", "::1/128"),
            new("AzureWebJobsStorage:accountName", "x"),
            new("AzureFunctionsJobHost:extensions:queues:batchSize", "16"),
            new("AzureFunctionsJobHost:logging:logLevel:default", "x"),
            new("Workers", "3"),
            new("Storage:Folder", "x"),
            new("WEBSITE_HOSTNAME", "x"),
        ]));

        var lines = StartFault.Explain(Assert.ThrowsAny<Exception>(head.Validate)).ToList();

        Assert.Equal(
            [
                "Acess:AdministratorKey is not known; did you mean Access:AdministratorKey?",
                "Executon:Wrokers is not known; did you mean Execution:Workers?",
                "JobStroe:accountName is not known; did you mean JobStore:accountName?",
                "Target:AllowedPrivateRanges:0 is not known; did you mean Targets:AllowedPrivateRanges?",
            ],
            lines.Distinct().Order(StringComparer.Ordinal));
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
