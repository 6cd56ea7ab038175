using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobScheduler.Processes.Tests.Parts;

public class EmbeddedSettingsTests
{
    [Fact]
    public void Start_with_unknown_keys_in_our_section_names_each_and_leaves_other_sections_alone()
    {
        var fault = Assert.ThrowsAny<Exception>(() => Validate(
            ("JobScheduler:Executon:Workers", "3"),
            ("JobScheduler:Execution:Wrokers", "3"),
            ("JobScheduler:GracePeriod", "3s"),
            ("JobScheduler:Mine:Own", "x"),
            ("Executon:Workers", "3")));

        var faults = fault is AggregateException several
            ? several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(one => one.Failures)
            : ((OptionsValidationException)fault).Failures;
        Assert.Equal(
            [
                "JobScheduler:Execution:Wrokers is not known; did you mean JobScheduler:Execution:Workers?",
                "JobScheduler:Executon:Workers is not known; did you mean JobScheduler:Execution:Workers?",
                "JobScheduler:GracePeriod is not known; did you mean JobScheduler:Execution:GracePeriod?",
                "JobScheduler:Mine:Own is not known; known are JobScheduler:Access, JobScheduler:Targets, JobScheduler:Execution, "
                    + "JobScheduler:Dispatch, JobScheduler:Hosts, JobScheduler:Clock, JobScheduler:Shards",
            ],
            faults.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("JobSchduler:Execution:Workers", "did you mean JobScheduler:Execution:Workers?")]
    [InlineData("JobSheduler:Executon:Wrokers", "did you mean JobScheduler:Execution:Workers?")]
    [InlineData("Jobscheduler:Acess:Key", "did you mean the section JobScheduler:Access?")]
    [InlineData("JobScheduler:Acess", "did you mean the section JobScheduler:Access?")]
    public void Start_with_a_misspelled_section_names_it(string key, string says)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Validate((key, "3")));

        Assert.StartsWith($"{key} is not known; ", Assert.Single(fault.Failures), StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(says, fault.Failures.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_with_known_keys_in_our_section_is_not_refused() => Validate(
        ("JobScheduler:Execution:Workers", "3"),
        ("JobScheduler:Targets:AllowedPrivateRanges:0", "::1/128"),
        ("Other:Key", "x"),
        ("JobSchedulers:Mine", "x"),
        ("Scheduler:Execution:Workers", "x"),
        ("Execution:Workers", "x"),
        ("JobScheduler2", "x"));

    private static void Validate(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
                .Build())
            .AddJobScheduler();
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
