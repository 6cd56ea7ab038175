using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobScheduler;

/// <summary>Registers options that are validated by their annotations.</summary>
public static class SectionValidation
{
    /// <summary>Registers the options; invalid ones stop the start.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">The configuration section that a head binds them to; named in errors.</param>
    public static OptionsBuilder<TOptions> AddSectionOptions<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        var builder = services.AddOptions<TOptions>().ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(provider =>
            new SectionValidator<TOptions>(SettingsParent.PathOf(provider, section)));
        return builder;
    }

    /// <summary>Registers the options, and also their plain value.</summary>
    /// <param name="services">The container.</param>
    /// <param name="section">The configuration section that a head binds them to; named in errors.</param>
    public static IServiceCollection AddSectionValue<TOptions>(this IServiceCollection services, string section)
        where TOptions : class
    {
        services.AddSectionOptions<TOptions>(section);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value);
        return services;
    }
}

/// <summary>Where a host's configuration has our sections, so that errors name keys as they are written there.</summary>
/// <param name="Path">The section that they are in; null: the root.</param>
public sealed record SettingsParent(string? Path)
{
    /// <summary>A key of ours from the root of the configuration on.</summary>
    public static string PathOf(IServiceProvider services, string key) =>
        services.GetService<SettingsParent>()?.Path is { } parent ? $"{parent}:{key}" : key;
}

/// <summary>Checks the annotations of options. Reports all errors together, each with its configuration key.</summary>
/// <param name="section">The configuration section that the options are bound to.</param>
public sealed class SectionValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var results = new List<ValidationResult>();
        foreach (var property in typeof(TOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            // The messages of annotations begin with the display name.
            var context = new ValidationContext(options) { MemberName = property.Name, DisplayName = $"{section}:{property.Name}" };
            Validator.TryValidateProperty(property.GetValue(options), context, results);
        }

        return results.Count == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(results.Select(result => result.ErrorMessage!));
    }
}
