using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using JobScheduler.Processes.Tests.Server;
using JobScheduler.TestKit;

namespace JobScheduler.Delivery.Tests.Packages;

/// <summary>An application as a process, which says on its console where it listens.</summary>
internal sealed partial class RunningApp : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningApp(ProcessStartInfo start)
    {
        _process = ChildProcess.Start(start);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Talks to its API with the key.</summary>
    public ApiTalk Api { get; private set; } = null!;

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has what it said.</exception>
    public static async Task<RunningApp> StartAsync(ProcessStartInfo start, string key)
    {
        var app = new RunningApp(start);
        var ended = app._process.WaitForExitAsync(Limit);
        if (await Task.WhenAny(app._address.Task, ended) == ended)
        {
            throw new InvalidOperationException(app._output.ToString());
        }

        app.Api = new ApiTalk(await app._address.Task, key);
        return app;
    }

    /// <summary>Posts to a route of the application itself.</summary>
    /// <returns>The answer.</returns>
    public async Task<string> PostAsync(string path)
    {
        using var answer = await Api.SendAsync(HttpMethod.Post, path);
        var text = await answer.Content.ReadAsStringAsync(Limit);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text;
    }

    /// <summary>Asks it to stop, and waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync(Limit);
        await _process.WaitForExitAsync(Limit);
        return _process.ExitCode;
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

    private void Hear(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line is not null && Listening().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"Now listening on: (?<address>\S+)")]
    private static partial Regex Listening();
}
