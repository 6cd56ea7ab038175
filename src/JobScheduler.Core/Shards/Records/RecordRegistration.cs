using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JobScheduler.Shards.Records;

/// <summary>Composes the stores of definitions.</summary>
public static class RecordRegistration
{
    /// <summary>
    /// Adds a kind of definition, with its <see cref="RecordStore{T}"/> and <see cref="RecordCache{T}"/>.
    /// </summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TRow">How it is stored.</typeparam>
    public static IServiceCollection AddRecords<T, TRow>(this IServiceCollection services)
        where T : StoredRecord
        where TRow : RecordRow<T>
    {
        services.TryAddSingleton<RecordCache<T>>();
        return services.AddSingleton<RecordRow<T>, TRow>().AddSingleton<RecordStore<T>>();
    }
}
