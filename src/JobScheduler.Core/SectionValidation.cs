using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobScheduler;

/// <summary>Puts options with annotations into a container.</summary>
public static class SectionValidation
{
    /// <summary>Registers the options; bad ones stop the start.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">The configuration section that a head binds them to; named in errors.</param>
    public static OptionsBuilder<TOptions> AddSectionOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        var builder = services.AddOptions<TOptions>().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new SectionValidator<TOptions>(section));
        return builder;
    }
}
