using JobScheduler.Shards;
using JobScheduler.Standalone.Access;
using JobScheduler.Standalone.Loops;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Starting;

/// <summary>The order of a start, and of the stop.</summary>
internal static class ApplicationStart
{
    /// <summary>
    /// Settings first, so that wrong ones leave nothing behind; then storage, which is then the last thing that the container disposes.
    /// </summary>
    public static async Task OpenAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.Services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
    }

    /// <summary>Starts, keeps a new key, says where it is, and returns when it was told to stop and everything has ended.</summary>
    public static async Task RunUntilStoppedAsync(this WebApplication app)
    {
        using var signals = SecondSignal.Watch();
        await app.StartAsync();

        // Only now: a key that was kept and never shown would lock the door for ever.
        var key = app.Services.GetRequiredService<AdministratorKeyFile>();
        key.Keep();
        await Console.Out.WriteLineAsync(Banner.Of(app, key));
        await app.WaitForShutdownAsync();
    }
}
