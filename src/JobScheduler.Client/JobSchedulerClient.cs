using JobScheduler.Client.Sending;

namespace JobScheduler.Client;

/// <summary>
/// A client of one JobScheduler server. Safe for use from many threads; make one and keep it.
/// <code>
/// using var client = new JobSchedulerClient(new Uri("http://127.0.0.1:8080"), key);
/// await client.Jobs.PutAsync(new Job { Id = "hello", Target = new HandlerTarget { Name = "echo" } });
/// var run = await client.Runs.SubmitAsync(new RunRequest { JobId = "hello", Input = RawJson.Of("world") });
/// var ended = await client.Runs.WaitForEndAsync(run.Id);
/// </code>
/// Calls that can safely be sent twice are retried if the server is busy or the response is lost, within the limits of
/// <see cref="JobSchedulerClientOptions"/>. Every rejection and failure is a <see cref="JobSchedulerException"/>;
/// only cancellation by the caller is an <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class JobSchedulerClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly bool _owned;

    /// <summary>A client with its own connections. It follows no redirects, so that the key is sent to this server only.</summary>
    /// <param name="server">Absolute, http or https; may have a path, before <c>/api/v1</c>.</param>
    /// <param name="key">An API key, an access token, or the completion token of an attempt. Never logged, never in an exception.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">The address or the key is malformed, or an option is out of range.</exception>
    public JobSchedulerClient(Uri server, string key, JobSchedulerClientOptions? options = null)
        : this(NewHttp(), server, Credential.Of(key), options) => _owned = true;

    /// <summary>A client over existing connections, for example from a factory; they are not disposed with it.</summary>
    /// <param name="http">
    /// Its <see cref="HttpClient.BaseAddress"/> is the server. Its own timeout should exceed the timeout of a try.
    /// </param>
    /// <param name="key">Null: the <paramref name="http"/> client brings its own credentials.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <exception cref="ArgumentException">The base address or the key is malformed, or an option is out of range.</exception>
    public JobSchedulerClient(HttpClient http, string? key = null, JobSchedulerClientOptions? options = null)
        : this(http, AddressOf(http), key is null ? null : Credential.Of(key), options)
    {
    }

    private JobSchedulerClient(HttpClient http, Uri server, Credential? credential, JobSchedulerClientOptions? options)
    {
        options ??= new JobSchedulerClientOptions();
        options.Check();
        _http = http;
        var sender = new Sender(http, ServerAddress.Of(server), credential, options);
        Jobs = new JobsClient(sender);
        Schedules = new SchedulesClient(sender);
        Calendars = new CalendarsClient(sender);
        Groups = new GroupsClient(sender);
        Hosts = new HostsClient(sender);
        Runs = new RunsClient(sender);
        DeadLetters = new DeadLettersClient(sender);
        Operations = new OperationsClient(sender);
        Access = new AccessClient(sender);
        Health = new HealthClient(sender);
    }

    /// <summary>Definitions of work.</summary>
    public JobsClient Jobs { get; }

    /// <summary>When jobs run automatically.</summary>
    public SchedulesClient Schedules { get; }

    /// <summary>Sets of days that schedules avoid or are limited to.</summary>
    public CalendarsClient Calendars { get; }

    /// <summary>Limits of runs at once that jobs share.</summary>
    public GroupsClient Groups { get; }

    /// <summary>Hosts that HTTP targets call: limits, rates, circuits.</summary>
    public HostsClient Hosts { get; }

    /// <summary>Executions of jobs, and of targets without a job.</summary>
    public RunsClient Runs { get; }

    /// <summary>Runs and messages that gave up.</summary>
    public DeadLettersClient DeadLetters { get; }

    /// <summary>Work on many records that continues after its request was answered.</summary>
    public OperationsClient Operations { get; }

    /// <summary>Whom the key identifies.</summary>
    public AccessClient Access { get; }

    /// <summary>Whether the server is alive and can work.</summary>
    public HealthClient Health { get; }

    /// <summary>Closes the connections if they are the client's own.</summary>
    public void Dispose()
    {
        if (_owned)
        {
            _http.Dispose();
        }
    }

    private static Uri AddressOf(HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.BaseAddress ?? throw new ArgumentException("the HttpClient has no BaseAddress: set it to the server's", nameof(http));
    }

    private static HttpClient NewHttp() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Finds a server that has moved to another address.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    })
    {
        // Each try has its own timeout, on the injected clock.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
