using System.Buffers;
using System.Runtime.CompilerServices;

namespace JobScheduler.Api.Http;

/// <summary>
/// Arrays for bodies and answers: from the process's pool up to 256 KiB, and larger ones fresh. The pool keeps an array of each size for
/// each thread, which nobody accounts for: with 16 MiB, a few threads fill a small heap.
/// </summary>
internal static class PooledArrays
{
    public const int LargestPooled = 256 * 1024;

    /// <summary>An array with at least so many elements, whatever they hold.</summary>
    public static T[] Rent<T>(int least)
        where T : unmanaged =>
        IsPooled<T>(least) ? ArrayPool<T>.Shared.Rent(least) : GC.AllocateUninitializedArray<T>(least);

    /// <summary>Gives back what <see cref="Rent"/> gave.</summary>
    public static void Return<T>(T[] array)
        where T : unmanaged
    {
        if (array.Length > 0 && IsPooled<T>(array.Length))
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }

    private static bool IsPooled<T>(int length) => (long)length * Unsafe.SizeOf<T>() <= LargestPooled;
}
