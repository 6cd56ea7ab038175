using System.Diagnostics;
using System.Text;
using JobScheduler.TestKit;

namespace JobScheduler.FunctionsHost.Tests.Workers;

/// <summary>The published worker as a process, started as the host starts it. It ends with the tests, however they end.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Process? _watch;
    private readonly StringBuilder _said = new();

    private WorkerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _watch = OperatingSystem.IsWindows() ? null : Watch(process.Id);
    }

    /// <summary>The folder that is deployed.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "worker");

    public int Id => _process.Id;

    /// <summary>What it wrote to its console.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <param name="host">Where the host listens.</param>
    /// <param name="workerId">By which the worker introduces itself.</param>
    /// <param name="settings">Of the application, as environment variables.</param>
    public static WorkerProcess Start(string host, string workerId, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(Folder, "JobScheduler.Functions.dll"), "--functions-uri", host, "--functions-worker-id", workerId,
                "--functions-request-id", workerId, "--functions-grpc-max-message-length", $"{int.MaxValue}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,

            // Without it the worker answers 500 to every HTTP request.
            Environment = { ["FUNCTIONS_APPLICATION_DIRECTORY"] = Folder, ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return new WorkerProcess(ChildProcess.Start(start));
    }

    /// <summary>SIGKILL: no handler runs, nothing is handed back.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync(CancellationToken.None);
    }

    /// <returns>How it ended.</returns>
    public async Task<int> EndAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        if (_watch is not null)
        {
            await _watch.StandardInput.WriteLineAsync("ended");
            _watch.StandardInput.Close();
            await _watch.WaitForExitAsync(CancellationToken.None);
            _watch.Dispose();
        }

        _process.Dispose();
    }

    /// <summary>
    /// A worker does not notice that its host was killed. The watch does: its input ends with the tests, and without the word that the
    /// worker has ended it kills that one process.
    /// </summary>
    private static Process Watch(int id) => ChildProcess.Start(
        new ProcessStartInfo("sh", ["-c", $"read -r word || kill -9 {id}"]) { RedirectStandardInput = true });

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}
