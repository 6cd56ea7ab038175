using JobScheduler.Jobs;

namespace JobScheduler.Api.Reading;

/// <summary>Reads targets. The type decides which members there may be, wherever it stands in the object.</summary>
internal static class TargetReader
{
    private const string Types = "must be \"http\" or \"handler\"";

    public static Target? Read(ObjectReader owner, string name, bool required)
    {
        if (owner.Inner(name, required) is not { } reader)
        {
            return null;
        }

        switch (reader.Text("type", required: true))
        {
            case "http":
                return Close(reader, ReadHttp(reader));
            case "handler":
                var handler = reader.Text("name", required: true);
                return Close(reader, handler is null ? null : new HandlerTarget { Name = handler });
            case null:
                return null;
            default:
                reader.Refuse("type", Types);
                return null;
        }
    }

    private static HttpTarget? ReadHttp(ObjectReader reader)
    {
        var defaults = new HttpTarget { Url = "" };
        var url = reader.Text("url", required: true);
        var target = new HttpTarget
        {
            Url = url ?? "",
            Method = reader.Text("method") ?? defaults.Method,
            Headers = reader.TextMap("headers") ?? defaults.Headers,
            Body = reader.Raw("body"),
            SuccessStatus = reader.Text("successStatus") ?? defaults.SuccessStatus,
            Completion = reader.Choice<HttpCompletion>("completion") ?? defaults.Completion,
        };
        return url is null ? null : target;
    }

    private static Target? Close(ObjectReader reader, Target? target)
    {
        reader.Close();
        return target;
    }
}
