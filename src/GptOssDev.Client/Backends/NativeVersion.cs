using System.Reflection;

namespace GptOssDev.Client.Backends;

/// <summary>The version of LLamaSharp that the program was built with; its native libraries must be of the same one.</summary>
public static class NativeVersion
{
    public static string Current { get; } =
        typeof(NativeVersion)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(one => one.Key == "LLamaSharpVersion")
            .Value!;
}
