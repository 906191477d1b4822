using System.Text.Json.Serialization;
using GptOssDev.Cli.Tour;
using GptOssDev.Protocol;

namespace GptOssDev.Cli.Output;

/// <summary>Source-generated JSON of what only this program prints.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(RefactorOutput))]
[JsonSerializable(typeof(SettingsOutput))]
[JsonSerializable(typeof(SettingOutput))]
[JsonSerializable(typeof(DoctorOutput))]
[JsonSerializable(typeof(TourManifest))]
internal sealed partial class CliJson : JsonSerializerContext;

/// <summary>A refactoring as scripts see it.</summary>
/// <param name="Applied">Whether the edits are in the files now.</param>
internal sealed record RefactorOutput(
    string Verdict,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<EditOutput> Edits,
    Evidence Evidence,
    bool Applied,
    Timings Timings
);

internal sealed record EditOutput(string Path, string Diff);

internal sealed record SettingsOutput(IReadOnlyList<SettingOutput> Settings);

/// <param name="Origin"><c>default</c>, <c>user</c>, <c>repository</c>, <c>environment</c> or <c>flag</c>.</param>
internal sealed record SettingOutput(
    string Name,
    string Value,
    string Origin,
    string? Where,
    string Default,
    bool UserOnly,
    string Variable,
    string Description
);

internal sealed record DoctorOutput(bool Healthy, IReadOnlyList<DoctorCheck> Checks);
