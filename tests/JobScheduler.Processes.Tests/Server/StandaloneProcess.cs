using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using JobScheduler.TestKit;

namespace JobScheduler.Processes.Tests.Server;

/// <summary>The built program, started as a person would, on a free port.</summary>
internal sealed partial class StandaloneProcess : IAsyncDisposable
{
    public const string Key = "k-R3EMdgPSxQv6Soh-nQDqQ4bqTifxnTd4";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "JobScheduler.Standalone.dll");

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly List<(string Text, TaskCompletionSource Said)> _awaited = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StandaloneProcess(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingFolder = null)
        : this(["dotnet", Program], arguments, environment, workingFolder)
    {
    }

    private StandaloneProcess(
        string[] program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingFolder = null)
    {
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        _process = ChildProcess.Start(start);
        _process.OutputDataReceived += (_, line) => Hear(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Talks to the process as its administrator.</summary>
    public ApiTalk Api { get; private set; } = null!;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a server on the folder and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it said.</exception>
    public static Task<StandaloneProcess> StartAsync(TestFolder folder, params string[] more) => StartAsync(folder.Path, more);

    /// <summary>Starts a server on the folder at the path and waits until it is ready.</summary>
    public static Task<StandaloneProcess> StartAsync(string folder, params string[] more) => StartAsync(
        ["--data", folder, .. more],
        more.Contains("--Access:AdministratorKey") ? [] : new() { ["Access__AdministratorKey"] = Key });

    /// <summary>Starts one of several servers on an emulated storage account and waits until it is ready.</summary>
    public static Task<StandaloneProcess> StartAsync(AzuriteServer account, params string[] more) => StartAsync(
        ["--storage", "azure", .. more],
        new() { ["Access__AdministratorKey"] = Key, ["JobStore"] = account.ConnectionString });

    /// <summary>Starts another build of the program, given with what begins its command line, and waits until it is ready.</summary>
    public static Task<StandaloneProcess> StartAsync(
        string[] program, TestFolder folder, IReadOnlyDictionary<string, string> environment) => UntilReadyAsync(new(
            program,
            ["--urls", "http://127.0.0.1:0", "--data", folder.Path],
            new Dictionary<string, string>(environment) { ["Access__AdministratorKey"] = Key }));

    private static Task<StandaloneProcess> StartAsync(IEnumerable<string> arguments, Dictionary<string, string> environment) =>
        UntilReadyAsync(
            new(["--urls", "http://127.0.0.1:0", "--Targets:AllowedPrivateRanges", "127.0.0.0/8,::1/128", .. arguments], environment));

    private static async Task<StandaloneProcess> UntilReadyAsync(StandaloneProcess server)
    {
        var ended = server.EndAsync();
        if (await Task.WhenAny(server._address.Task, ended) == ended)
        {
            throw new InvalidOperationException((await ended).Errors);
        }

        server.Api = new ApiTalk(await server._address.Task, Key);
        await server.Api.UntilReadyAsync();
        return server;
    }

    /// <summary>Runs to the end, for starts that are refused and questions that are answered.</summary>
    public static async Task<Ended> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? workingFolder = null)
    {
        await using var process = new StandaloneProcess(arguments, environment, workingFolder);
        return await process.EndAsync();
    }

    /// <summary>Starts without a key of its own; the caller looks at the output.</summary>
    public static Task<StandaloneProcess> StartWithoutKeyAsync(TestFolder folder) => StartWithoutKeyAsync(folder.Path);

    /// <summary>Starts without a key of its own, on the folder at the path.</summary>
    public static Task<StandaloneProcess> StartWithoutKeyAsync(string folder) =>
        StartWithoutKeyAsync(["--urls", "http://127.0.0.1:0", "--data", folder]);

    /// <summary>Starts with these arguments alone, and waits for its banner.</summary>
    public static async Task<StandaloneProcess> StartWithoutKeyAsync(params string[] arguments)
    {
        var server = new StandaloneProcess(arguments, null);
        await server._address.Task.WaitAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Waits until the output has a line with this text.</summary>
    public Task SaysAsync(string text)
    {
        lock (_output)
        {
            var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
            {
                said.SetResult();
            }

            _awaited.Add((text, said));
            return said.Task.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Uri Address => _address.Task.Result;

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Sends a signal by its name: TERM, INT, STOP, CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Asks to stop and waits for the end.</summary>
    public async Task<Ended> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    public async Task<Ended> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Ended(_process.ExitCode, Output, _errors.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        Api?.Dispose();
        _process.Dispose();
    }

    private void Hear(StringBuilder text, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (text)
        {
            text.AppendLine(line);
            if (text == _output)
            {
                _awaited.FindAll(awaited => line.Contains(awaited.Text, StringComparison.Ordinal))
                    .ForEach(awaited => awaited.Said.TrySetResult());
            }
        }

        // Once the line with the key is there, a test finds both in the output.
        if (KeyLine().IsMatch(line) && AddressLine().Match(Output) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"^  listens on  (\S+)", RegexOptions.Multiline)]
    private static partial Regex AddressLine();

    [GeneratedRegex("^  key  ")]
    private static partial Regex KeyLine();
}
