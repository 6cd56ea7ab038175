using System.Text.Json;

namespace JobScheduler.Api.Reading;

/// <summary>Reads a body that is one object, to its last member, before it says what is wrong.</summary>
internal static class BodyReader
{
    /// <param name="body">The body.</param>
    /// <param name="read">Asks for every member there may be. What it gives counts only when nothing was wrong.</param>
    /// <exception cref="MalformedException">With every error of shape.</exception>
    public static T Read<T>(JsonElement body, Func<ObjectReader, ErrorList, T?> read)
        where T : class
    {
        var errors = new ErrorList();
        T? value = null;
        if (ObjectReader.Open(body, "", errors) is { } reader)
        {
            value = read(reader, errors);
            reader.Close();
        }

        MalformedException.ThrowIfAny(errors);
        return value!;
    }
}
