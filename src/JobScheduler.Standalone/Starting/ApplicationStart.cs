using JobScheduler.Standalone.Access;
using JobScheduler.Standalone.Arguments;

namespace JobScheduler.Standalone.Starting;

/// <summary>The order of a start, and of the stop.</summary>
internal static class ApplicationStart
{
    /// <summary>Starts, saves a new key, prints the banner, and returns once it was asked to stop and everything has ended.</summary>
    public static async Task RunUntilStoppedAsync(this WebApplication app)
    {
        using var signals = StopSignals.Watch(app);
        await app.StartAsync();

        // Only now: a key that was saved and never shown would lock everyone out.
        var key = app.Services.GetRequiredService<AdministratorKeyFile>();
        key.Keep();
        await Console.Out.WriteLineAsync(Banner.Of(app, key));
        await app.WaitForShutdownAsync();
        if (signals.WasHurried)
        {
            Environment.ExitCode = ExitCode.Interrupted;
        }
    }
}
