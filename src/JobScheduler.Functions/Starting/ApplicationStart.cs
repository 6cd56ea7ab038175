using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>What must hold before the first request.</summary>
internal static class ApplicationStart
{
    /// <summary>Settings first, so that invalid ones leave nothing behind; then storage.</summary>
    public static async Task OpenAsync(this IHost app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.Services.GetRequiredService<Deployment>().OpenAsync(CancellationToken.None);
    }
}
