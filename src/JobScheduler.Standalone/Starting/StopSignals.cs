using System.Runtime.InteropServices;
using JobScheduler.Execution;
using JobScheduler.Standalone.Arguments;

namespace JobScheduler.Standalone.Starting;

/// <summary>
/// What signals ask for: the first one stops in order, also the one that says that the terminal is gone; the second one ends the grace
/// period, so that running work is handed back at once; the third one ends the process. Nothing accepted is lost by any of them.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;
    private readonly WebApplication _app;
    private int _seen;

    private StopSignals(WebApplication app)
    {
        _app = app;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Count),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Count),
        ];

        // Whoever starts it with nohup has said that it outlives the terminal.
        if (!IgnoredSignals.Contain(PosixSignal.SIGHUP))
        {
            _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Count));
        }
    }

    /// <summary>Whether it was asked to stop more than once.</summary>
    public bool WasHurried => Volatile.Read(ref _seen) > 1;

    public static StopSignals Watch(WebApplication app) => new(app);

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void Count(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (Interlocked.Increment(ref _seen))
        {
            case 1:
                _app.Lifetime.StopApplication();
                break;
            case 2:
                _app.Services.GetRequiredService<StopNotice>().Hurry();
                break;
            default:
                Environment.Exit(ExitCode.Interrupted);
                break;
        }
    }
}
