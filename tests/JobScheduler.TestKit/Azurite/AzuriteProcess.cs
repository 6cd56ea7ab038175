using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler.TestKit;

/// <summary>One process of the emulator.</summary>
internal sealed class AzuriteProcess : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly StreamWriter? _requests;

    private AzuriteProcess(Process process, StreamWriter? requests)
    {
        (_process, _requests) = (process, requests);
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static AzuriteProcess Start(string script, AzuritePorts ports, string location, AzuriteOptions options)
    {
        string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
        [
            script, "--blobHost", "127.0.0.1", "--blobPort", Number(ports.Blob), "--queueHost", "127.0.0.1", "--queuePort",
            Number(ports.Queue),
            "--tableHost", "127.0.0.1", "--tablePort", Number(ports.Table), "--skipApiVersionCheck", "--disableTelemetry",
        ];
        arguments.AddRange(options.InMemory ? ["--inMemoryPersistence"] : ["--location", location]);
        arguments.AddRange(options.RequestLog is null ? ["--silent"] : []);
        arguments.AddRange(options.DebugLog is { } log ? ["--debug", log] : []);
        try
        {
            var process = ChildProcess.Start(
                new ProcessStartInfo("node", arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    WorkingDirectory = location,
                });
            return new(process, options.RequestLog is { } requests ? new StreamWriter(requests, append: true) { AutoFlush = true } : null);
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException("The tests of Azure storage need the emulator Azurite: install Node.js with npm.", error);
        }
    }

    /// <summary>Waits until all three services take connections.</summary>
    /// <returns>False when the process ended instead: a port was taken.</returns>
    public async Task<bool> UntilReadyAsync(AzuritePorts ports, TimeProvider time, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + Patience;
        foreach (var port in ports.All)
        {
            while (!await AnswersAsync(port, cancellation))
            {
                if (_process.HasExited)
                {
                    return false;
                }

                if (time.GetUtcNow() > until)
                {
                    throw new InvalidOperationException($"Azurite does not listen on port {port}. It said: {Said}");
                }

                await Task.Delay(Pause, time, cancellation);
            }
        }

        return !_process.HasExited;
    }

    public string Said => string.Join(Environment.NewLine, _said);

    /// <summary>SIGTERM, which makes the emulator write down what it has; then waits for its end.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsWindows())
        {
            await SignalAsync("TERM", cancellation);
        }
        else if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(cancellation);
    }

    /// <summary>Sends a signal by its name: TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string signal, CancellationToken cancellation)
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(cancellation);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        OnExit(null, EventArgs.Empty);
        _process.WaitForExit();
        _process.Dispose();
        _requests?.Dispose();
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // A test run that is stopped must not leave emulators behind.
    private void OnExit(object? sender, EventArgs e)
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (_requests is null)
        {
            _said.Enqueue(line);
        }
        else
        {
            lock (_requests)
            {
                _requests.WriteLine(line);
            }
        }
    }
}
