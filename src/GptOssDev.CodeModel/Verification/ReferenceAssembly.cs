using System.Security.Cryptography;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;

namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// What other assemblies see of a compilation: its reference assembly, which holds internal members only where a friend may use
/// them. Builds use the same measure to decide whether a dependent must be compiled again.
/// </summary>
internal static class ReferenceAssembly
{
    private static readonly EmitOptions _options = new(metadataOnly: true, includePrivateMembers: false);

    /// <summary>SHA-256 of the reference assembly in hex; null when the compilation has errors that keep it from being written.</summary>
    public static string? Hash(Compilation compilation, CancellationToken cancellationToken)
    {
        using var image = new MemoryStream();
        var deterministic = compilation.WithOptions(compilation.Options.WithDeterministic(true));
        var result = deterministic.Emit(image, options: _options, cancellationToken: cancellationToken);
        return result.Success
            ? Convert.ToHexStringLower(SHA256.HashData(image.GetBuffer().AsSpan(0, (int)image.Length)))
            : null;
    }
}
