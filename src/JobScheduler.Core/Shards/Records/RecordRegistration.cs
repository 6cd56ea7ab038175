using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JobScheduler.Shards.Records;

/// <summary>Composes the stores of definitions.</summary>
public static class RecordRegistration
{
    /// <summary>
    /// Adds a kind of definition: after it, its <see cref="RecordStore{T}"/> and its <see cref="RecordCache{T}"/> can be asked for.
    /// </summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TRow">How it is kept.</typeparam>
    public static IServiceCollection AddRecords<T, TRow>(this IServiceCollection services)
        where T : StoredRecord
        where TRow : RecordRow<T>
    {
        services.TryAddSingleton<RecordCache<T>>();
        return services.AddSingleton<RecordRow<T>, TRow>().AddSingleton<RecordStore<T>>();
    }
}
