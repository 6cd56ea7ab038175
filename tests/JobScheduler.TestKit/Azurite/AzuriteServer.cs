namespace JobScheduler.TestKit;

/// <summary>An emulated storage account on the loopback address, which can be stopped and started again with what it holds.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const int Tries = 5;

    // The emulator is a real process, which takes real time to start.
#pragma warning disable RS0030
    private static readonly TimeProvider Time = TimeProvider.System;
#pragma warning restore RS0030

    private readonly string _script;
    private readonly AzuriteOptions _options;
    private readonly DirectoryInfo _location;
    private readonly AzuritePorts _ports;
    private AzuriteProcess? _process;

    private AzuriteServer(string script, AzuriteOptions options)
    {
        (_script, _options) = (script, options);
        _ports = AzuritePorts.Free();
        _location = Directory.CreateTempSubdirectory("jobscheduler-azurite-");
    }

    /// <summary>With the emulator's well-known account and the ports of this one.</summary>
    public string ConnectionString => _ports.ConnectionString;

    /// <summary>Starts an emulator, installing it when this machine has none, and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">Node.js is missing, or the emulator does not start; the message says which.</exception>
    public static async Task<AzuriteServer> StartAsync(AzuriteOptions? options, CancellationToken cancellation)
    {
        var script = await AzuriteInstallation.EnsureAsync(cancellation);
        var said = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var server = new AzuriteServer(script, options ?? new AzuriteOptions());
            if (await server.TryStartAsync(cancellation))
            {
                return server;
            }

            said = server._process?.Said;
            await server.DisposeAsync();
        }

        throw new InvalidOperationException($"Azurite did not start. It said: {said}");
    }

    /// <summary>Stops it in good order: what it has acknowledged is on disk (unless it keeps all in memory).</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (_process is not null)
        {
            await _process.StopAsync(cancellation);
            _process.Dispose();
            _process = null;
        }
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, at the same address.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        if (!await TryStartAsync(cancellation))
        {
            throw new InvalidOperationException($"Azurite did not start again. It said: {_process?.Said}");
        }
    }

    /// <summary>Sends the process a signal by its name: STOP to let it hang, CONT to let it go on.</summary>
    public Task SignalAsync(string signal, CancellationToken cancellation) =>
        _process?.SignalAsync(signal, cancellation) ?? Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _process?.Dispose();
        _location.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Task<bool> TryStartAsync(CancellationToken cancellation)
    {
        _process = AzuriteProcess.Start(_script, _ports, _location.FullName, _options);
        return _process.UntilReadyAsync(_ports, Time, cancellation);
    }
}
