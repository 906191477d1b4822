using GptOssDev.Client;
using GptOssDev.Platform.Files;

namespace GptOssDev.Tests.Unit.Client;

/// <summary>Environments made of a few variables.</summary>
internal static class World
{
    public static ClientEnvironment Linux(params (string Name, string? Value)[] variables) =>
        Of(HostPlatform.Linux, variables);

    public static ClientEnvironment Of(HostPlatform platform, params (string Name, string? Value)[] variables) =>
        new()
        {
            Variable = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
            Platform = platform,
            TempFolder = "/tmp",
            UserName = "ann",
        };
}
