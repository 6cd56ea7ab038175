using System.Reflection;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace JobScheduler.FunctionsHost.Tests.Protocol;

/// <summary>
/// The messages between host and worker as JSON. The worker's own package carries their description, so this host cannot drift from the
/// version that is deployed. Zero values are omitted: a missing status is a failure.
/// </summary>
internal static class RpcMessages
{
    private static readonly MessageDescriptor Message = Find();
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    public static byte[] Encode(JsonObject message) => Parser.Parse(message.ToJsonString(), Message).ToByteArray();

    public static JsonObject Decode(ReadOnlySpan<byte> bytes) =>
        JsonNode.Parse(Formatter.Format(Message.Parser.ParseFrom(bytes)))!.AsObject();

    private static MessageDescriptor Find()
    {
        const string Description = "Microsoft.Azure.Functions.Worker.Grpc.Messages.FunctionRpcReflection";
        var type = Assembly.Load("Microsoft.Azure.Functions.Worker.Grpc").GetType(Description, throwOnError: true)!;
        var file = (FileDescriptor)type.GetProperty("Descriptor", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
        return file.FindTypeByName<MessageDescriptor>("StreamingMessage");
    }
}
