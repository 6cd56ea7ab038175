using System.Reflection;
using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Hosting.Settings;
using JobScheduler.Hosts;
using JobScheduler.Shards;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Logging.Files;
using JobScheduler.Standalone.Settings;
using JobScheduler.Storage.Azure;
using JobScheduler.Storage.Sqlite;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.Configuration;

namespace JobScheduler.Processes.Tests.Parts;

public class SettingsTests
{
    private static readonly (Type Options, string Section)[] Sections =
    [
        (typeof(AccessOptions), AccessOptions.Section),
        (typeof(TargetOptions), TargetOptions.Section),
        (typeof(ExecutionOptions), ExecutionOptions.Section),
        (typeof(DispatchOptions), DispatchOptions.Section),
        (typeof(HostOptions), HostOptions.Section),
        (typeof(ClockOptions), ClockOptions.Section),
        (typeof(ShardOptions), ShardOptions.Section),
        (typeof(SqliteOptions), SqliteOptions.Section),
        (typeof(FileLogOptions), FileLogOptions.Section),
    ];

    [Fact]
    public void KnownSettings_are_the_properties_of_the_options()
    {
        var properties = Sections.SelectMany(section => section.Options
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => $"{section.Section}:{property.Name}"))
            .Concat(ConnectionKeys.All);

        // The folder has an option of the command line; processes that each have a clock share no name. Only a platform has a front end.
        string[] others =
        [
            SettingKeys.Folder,
            $"{ClockOptions.Section}:{nameof(ClockOptions.Holder)}",
            $"{AccessOptions.Section}:{nameof(AccessOptions.IsBehindFrontEnd)}",
        ];
        Assert.Equal(
            properties.Except(others).Order(),
            KnownSettings.All.Select(setting => setting.Key).Order());
    }

    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("1m30s", 90_000)]
    [InlineData("00:00:05", 5_000)]
    public void Configure_reads_durations(string text, int milliseconds)
    {
        var options = new ExecutionOptions();

        Binder<ExecutionOptions>(ExecutionOptions.Section, ("Execution:GracePeriod", text)).Configure(options);

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), options.GracePeriod);
    }

    [Fact]
    public void Configure_reads_lists_as_entries_and_with_commas()
    {
        var options = new TargetOptions();

        Binder<TargetOptions>(
            TargetOptions.Section,
            ("Targets:AllowedPrivateRanges", "10.0.0.0/8, ::1/128"),
            ("Targets:AllowedPrivateRanges:0", "127.0.0.0/8")).Configure(options);

        Assert.Equal(["10.0.0.0/8", "127.0.0.0/8", "::1/128"], options.AllowedPrivateRanges.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parse_reads_both_forms_and_refuses_what_is_given_twice()
    {
        Assert.Equal("/x", CommandLine.Parse(["--data=/x"]).Values[SettingKeys.Folder]);
        Assert.Equal("3", CommandLine.Parse(["--Execution:Workers", "3"]).Values[SchedulerSettings.Workers]);
        Assert.Contains("given more than once", CommandLine.Parse(["--data", "/x", "--data", "/z"]).Answer?.Text, StringComparison.Ordinal);
    }

    private static SectionBinder<TOptions> Binder<TOptions>(string section, params (string Key, string Value)[] values)
        where TOptions : class =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value)))
                .Build(),
            section,
            null,
            KnownSettings.All.Select(setting => setting.Key));
}
