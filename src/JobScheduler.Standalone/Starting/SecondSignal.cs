using System.Runtime.InteropServices;
using JobScheduler.Standalone.Arguments;

namespace JobScheduler.Standalone.Starting;

/// <summary>Ends the process at once when it is asked to stop a second time. Nothing accepted is lost.</summary>
internal sealed class SecondSignal : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _seen;

    private SecondSignal() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Count), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Count)];

    public static SecondSignal Watch() => new();

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Count(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _seen) > 1)
        {
            Environment.Exit(ExitCode.Interrupted);
        }
    }
}
