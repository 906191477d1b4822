using System.Runtime.InteropServices;
using LLama.Native;

namespace GptOssDev.Llama.Native;

/// <summary>
/// Compares loaded libraries with the release that the managed side was written for. A library of another release has other
/// struct layouts, which it would not report.
/// </summary>
internal static unsafe class NativeRelease
{
    /// <summary>The commit of llama.cpp; the libraries carry its first nine digits or more.</summary>
    private const string Commit = "815a2a591";

    private const string GgmlVersion = "0.18.0";

    // Packages whose build had no git repository carry this.
    private const string UnknownCommit = "unknown";

    /// <summary>Compares what the library reports of itself. Calls no function that takes or returns a struct.</summary>
    /// <exception cref="LlamaException">It is another release.</exception>
    internal static void Check(nint ggmlBase, string folder)
    {
        var (version, commit) = (Text(ggmlBase, "ggml_version"), Text(ggmlBase, "ggml_commit"));
        if (version != GgmlVersion || (commit != UnknownCommit && !commit.StartsWith(Commit, StringComparison.Ordinal)))
        {
            throw Mismatch(folder, $"ggml {version}, commit {commit}");
        }
    }

    /// <summary>
    /// Compares the defaults of the two large structs: a field that moved shows up as another value. LLamaSharp must have
    /// loaded the library.
    /// </summary>
    /// <exception cref="LlamaException">It is another release.</exception>
    internal static void CheckLayouts(string folder)
    {
        var model = LLamaModelParams.Default();
        var context = LLamaContextParams.Default();
        if (
            (model.n_gpu_layers, model.main_gpu, model.vocab_only, model.use_extra_bufts, model.load_mtp)
                != (-1, 0, false, true, false)
            || model.kv_overrides is not null
            || (context.n_ctx, context.n_batch, context.n_ubatch, context.n_seq_max) != (512, 2048, 512, 1)
            || (context.type_k, context.type_v) != (GGMLType.GGML_TYPE_F16, GGMLType.GGML_TYPE_F16)
            || (context.no_perf, context.swa_full, context.kv_unified) != (true, true, false)
            || (context.samplers, context.n_samplers, context.ctx_other) != (0, 0, 0)
        )
        {
            throw Mismatch(folder, "other parameters");
        }
    }

    private static LlamaException Mismatch(string folder, string found) =>
        new(
            LlamaFailure.LibraryMismatch,
            $"'{folder}' holds another release of llama.cpp ({found}); this program needs {LlamaLibrary.Release}: install that one, or correct {NativeLibraryLocator.DirectoryVariable}"
        );

    private static string Text(nint library, string function) =>
        NativeLibrary.TryGetExport(library, function, out var address)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)address)()) ?? ""
            : UnknownCommit;
}
