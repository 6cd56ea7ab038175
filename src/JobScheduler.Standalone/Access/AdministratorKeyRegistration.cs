using JobScheduler.Api.Http;
using JobScheduler.Standalone.Settings;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Access;

/// <summary>Who may come in.</summary>
internal static class AdministratorKeyRegistration
{
    public static IServiceCollection AddAdministratorKey(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AdministratorKeyFile>();

        // Processes on one account share no folder in which a key could be kept, and must not each make their own.
        return configuration.IsAzure()
            ? services
            : services.AddSingleton<IConfigureOptions<AccessOptions>>(provider => provider.GetRequiredService<AdministratorKeyFile>());
    }
}
