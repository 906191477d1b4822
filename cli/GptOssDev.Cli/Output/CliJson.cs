using System.Text.Json.Serialization;
using GptOssDev.Cli.Tour;
using GptOssDev.Contracts;

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
[JsonSerializable(typeof(BackendsOutput))]
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

/// <summary>The native libraries as scripts see them.</summary>
/// <param name="Version">The version of the packages that this program needs.</param>
/// <param name="Platform">The runtime identifier of this machine.</param>
/// <param name="Setting">The setting <c>backend</c>.</param>
internal sealed record BackendsOutput(
    string Version,
    string Platform,
    string Folder,
    string Setting,
    BackendUseOutput Used,
    IReadOnlyList<BackendOutput> Backends
);

/// <summary>What a daemon that starts now uses.</summary>
/// <param name="Name">A backend's name, or <c>custom</c> where a variable names the folder.</param>
/// <param name="Folder">Null for the libraries that come with the program.</param>
/// <param name="Problem">Why the daemon cannot load a model, or why it does not use what is installed; null otherwise.</param>
/// <param name="Command">The command that fixes the problem; null where there is none.</param>
internal sealed record BackendUseOutput(
    string Name,
    string? Folder,
    string Why,
    bool IsRefused,
    string? Problem,
    string? Command
);

/// <param name="State"><c>installed</c>, <c>bundled</c>, <c>available</c> or <c>unsupported</c>.</param>
/// <param name="Package">Null where none is published for this machine.</param>
/// <param name="Version">Null unless it is installed.</param>
/// <param name="Problem">Why it cannot be used here, as a clause that follows its name; null when it can, once it is installed.</param>
internal sealed record BackendOutput(
    string Name,
    string State,
    bool Usable,
    string? Package,
    string? Version,
    long? Bytes,
    string? Problem,
    string? Command
);
