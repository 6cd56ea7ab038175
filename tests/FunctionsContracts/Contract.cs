namespace JobScheduler.FunctionsContracts;

/// <summary>These declarations do nothing: whoever runs them has built without the packages.</summary>
internal static class Contract
{
    public static NotSupportedException Only =>
        new("this was compiled against tests/FunctionsContracts, which only compile; build with -p:FunctionsSdk=real where the packages are");
}
