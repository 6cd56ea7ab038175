using System.Globalization;
using System.Text.Json;
using JobScheduler.Execution;
using JobScheduler.Functions.Starting;
using JobScheduler.TestKit;

namespace JobScheduler.Functions.Tests.Starting;

/// <summary>The host ignores what it does not know, so a setting at the wrong depth is a setting that does nothing.</summary>
public sealed class HostJsonTests
{
    /// <summary>From the public sources of the host, its storage extension and the Durable extension; * is any one name.</summary>
    private static readonly string[] Known =
    [
        "version", "telemetryMode", "functionTimeout", "logging.logLevel.*", "logging.OpenTelemetry.logLevel.*", "logging.fileLoggingMode",
        "extensions.http.routePrefix",
        "extensions.http.maxOutstandingRequests",
        "extensions.http.maxConcurrentRequests",
        "extensions.http.dynamicThrottlesEnabled",
        "extensions.queues.batchSize",
        "extensions.queues.newBatchThreshold",
        "extensions.queues.visibilityTimeout",
        "extensions.queues.maxDequeueCount",
        "extensions.queues.maxPollingInterval", "extensions.queues.messageEncoding",
        "extensions.durableTask.hubName",
        "extensions.durableTask.maxConcurrentActivityFunctions",
        "extensions.durableTask.maxConcurrentOrchestratorFunctions",
        "extensions.durableTask.extendedSessionsEnabled",
        "extensions.durableTask.tracing.distributedTracingEnabled",
        "extensions.durableTask.tracing.version",
        "extensions.durableTask.storageProvider.type", "extensions.durableTask.storageProvider.connectionName",
        "extensions.durableTask.storageProvider.partitionCount", "extensions.durableTask.storageProvider.maxQueuePollingInterval",
    ];

    private static readonly Dictionary<string, string> Settings = Flatten();

    [Fact]
    public void Every_key_is_known_at_its_depth()
    {
        Assert.All(Settings.Keys, key => Assert.True(Known.Any(known => Fits(key, known)), $"'{key}' is not known"));

        static bool Fits(string key, string known) => known.EndsWith(".*", StringComparison.Ordinal)
            ? key.StartsWith(known[..^1], StringComparison.Ordinal)
            : key == known;
    }

    [Theory]
    [InlineData("version", "2.0")]
    [InlineData("extensions.http.routePrefix", "")]
    [InlineData("extensions.queues.maxDequeueCount", "5")]
    [InlineData("extensions.queues.visibilityTimeout", "00:00:30")]

    // What the host cannot decode, it gives to nobody.
    [InlineData("extensions.queues.messageEncoding", "none")]
    [InlineData("extensions.durableTask.storageProvider.connectionName", "JobStore")]
    [InlineData("telemetryMode", "OpenTelemetry")]

    // A time-out of the host ends the whole process, with everybody's attempts; a run has its own.
    [InlineData("functionTimeout", "-1")]

    // In this mode the host's own filters replace those of logLevel, and let the debug lines of each poll pass.
    [InlineData("logging.OpenTelemetry.logLevel.Function.Clock", "Warning")]
    [InlineData("logging.OpenTelemetry.logLevel.Function.ClockTurn", "Warning")]
    [InlineData("logging.OpenTelemetry.logLevel.Function.Watchdog", "Warning")]
    [InlineData("logging.OpenTelemetry.logLevel.Microsoft.Azure.WebJobs.Extensions", "Warning")]

    // Deployments that share an account must not share a clock.
    [InlineData("extensions.durableTask.hubName", "%JobStorePrefix%")]
    public void What_the_code_relies_on_is_set(string key, string value) => Assert.Equal(value, Settings[key]);

    /// <summary>
    /// The host fetches no more while so many are in hand, and a message whose only run hangs is in hand for as long as that: with fewer
    /// than there are places, hanging calls would hold up everything behind them.
    /// </summary>
    [Fact]
    public void Messages_in_hand_are_more_than_places()
    {
        var options = new ExecutionOptions();
        var waiting = int.Parse(Settings["extensions.queues.batchSize"], CultureInfo.InvariantCulture);

        Assert.InRange(
            int.Parse(Settings["extensions.queues.newBatchThreshold"], CultureInfo.InvariantCulture),
            options.Workers + options.HttpCalls + waiting,
            1000);
    }

    [Fact]
    public void Polling_of_the_queues_is_what_the_head_reckons_with() => Assert.Equal(
        SettingsRegistration.Polling.Interval,
        TimeSpan.Parse(Settings["extensions.queues.maxPollingInterval"], CultureInfo.InvariantCulture));

    [Fact]
    public void File_is_beside_the_program() =>
        Assert.Equal(
            File.ReadAllText(Repository.PathOf("host.json")), File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")));

    private static Dictionary<string, string> Flatten()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("host.json")));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk("", file.RootElement);
        return settings;

        void Walk(string path, JsonElement element)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                settings[path] = element.ToString();
                return;
            }

            foreach (var member in element.EnumerateObject())
            {
                // A category of the log may have dots in its name.
                Walk(path == "" ? member.Name : $"{path}.{member.Name}", member.Value);
            }
        }
    }
}
