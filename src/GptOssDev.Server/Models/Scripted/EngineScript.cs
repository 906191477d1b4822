using System.Text.Json;
using System.Text.Json.Serialization;
using GptOssDev.Server.Host;

namespace GptOssDev.Server.Models.Scripted;

/// <summary>What a <see cref="ScriptedEngine"/> answers, read from a JSON file.</summary>
/// <param name="LoadMs">How long loading takes, in milliseconds.</param>
/// <param name="LoadFailure">Loading fails with this message; null loads.</param>
/// <param name="Rules">The first that fits a prompt answers it; without one the answer is empty.</param>
internal sealed record EngineScript(int LoadMs = 0, string? LoadFailure = null, IReadOnlyList<ScriptRule>? Rules = null)
{
    /// <exception cref="ServerException"><see cref="ServerFailure.Script"/>: the file cannot be read or is no script.</exception>
    public static EngineScript Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ScriptJson.Default.EngineScript)
                ?? throw new ServerException(ServerFailure.Script, $"{path}: is no script");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ServerException(ServerFailure.Script, $"{ScriptedEngine.Variable}: {path}: {e.Message}", e);
        }
    }
}

/// <param name="Job"><c>complete</c>, <c>answer</c>, <c>refactor</c>, <c>review</c> or <c>generate</c>; null fits every job.</param>
/// <param name="Contains">What the prompt must hold, all of it; null or empty fits every prompt.</param>
/// <param name="Times">How often the rule answers before it is used up; null is always.</param>
/// <param name="TokenDelayMs">How long each token takes, in milliseconds.</param>
/// <param name="Hang">True writes the answer and then never ends, until it is cancelled.</param>
/// <param name="Failure">The generation fails with this message after the answer; null ends it well.</param>
internal sealed record ScriptRule(
    string Answer = "",
    string? Reasoning = null,
    string? Job = null,
    IReadOnlyList<string>? Contains = null,
    int? Times = null,
    int TokenDelayMs = 0,
    bool Hang = false,
    string? Failure = null
);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow
)]
[JsonSerializable(typeof(EngineScript))]
internal sealed partial class ScriptJson : JsonSerializerContext;
