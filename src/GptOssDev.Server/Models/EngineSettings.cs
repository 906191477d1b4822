using System.Globalization;
using GptOssDev.Client.Settings;
using GptOssDev.Inference;
using GptOssDev.Llama;

namespace GptOssDev.Server.Models;

/// <summary>Turns the user's settings into the engine's options. Pure; the words were checked when the settings were read.</summary>
internal static class EngineSettings
{
    /// <param name="cores">Cores that the process may use.</param>
    public static EngineOptions Options(ResolvedSettings settings, int cores)
    {
        var usual = EngineOptions.For(cores);
        return usual with
        {
            // Zero leaves this one to the memory there is.
            ContextTokens = settings.ContextTokens,
            BatchTokens = settings.BatchTokens > 0 ? settings.BatchTokens : usual.BatchTokens,
            Threads = settings.Threads > 0 ? settings.Threads : usual.Threads,
            GpuLayers = settings.GpuLayers,
            CpuExpertLayers = CpuExperts(settings.CpuMoe),
            FlashAttention = settings.FlashAttention switch
            {
                "on" => FlashAttention.Enabled,
                "off" => FlashAttention.Disabled,
                _ => FlashAttention.Auto,
            },
            KvType = settings.KvType switch
            {
                "bf16" => KvType.BFloat16,
                "f32" => KvType.F32,
                "q8_0" => KvType.Q8,
                "q4_0" => KvType.Q4,
                _ => KvType.F16,
            },
        };
    }

    /// <summary>The setting's word for a format.</summary>
    public static string KvWord(KvType type) =>
        type switch
        {
            KvType.BFloat16 => "bf16",
            KvType.F32 => "f32",
            KvType.Q8 => "q8_0",
            KvType.Q4 => "q4_0",
            _ => "f16",
        };

    private static int? CpuExperts(string word) =>
        word switch
        {
            "auto" => null,
            "all" => int.MaxValue,
            "none" => 0,
            _ => int.Parse(word, CultureInfo.InvariantCulture),
        };
}
