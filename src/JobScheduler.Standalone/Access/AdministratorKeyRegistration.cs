using JobScheduler.Api.Access;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Access;

/// <summary>Who may come in.</summary>
internal static class AdministratorKeyRegistration
{
    public static IServiceCollection AddAdministratorKey(this IServiceCollection services) => services
        .AddSingleton<AdministratorKeyFile>()
        .AddSingleton<IConfigureOptions<AccessOptions>>(provider => provider.GetRequiredService<AdministratorKeyFile>());
}
