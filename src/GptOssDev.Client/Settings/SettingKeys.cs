namespace GptOssDev.Client.Settings;

/// <summary>
/// Every setting there is, in the order they are shown. A repository's <c>.gptoss.json</c> may choose how answers are
/// generated and nothing else: what costs memory, what runs code, and any path are the user's alone.
/// </summary>
public static class SettingKeys
{
    public static SettingKey Model { get; } =
        new(
            "model",
            SettingKind.Text,
            "",
            "Model to use, by name or path; a repository may only give a name. Empty: the best one that is installed.",
            UserOnly: false
        );

    public static SettingKey Effort { get; } =
        new("effort", SettingKind.Choice, "", "How much the model reasons before it answers.", UserOnly: false)
        {
            Choices = ["low", "medium", "high"],
        };

    public static SettingKey Temperature { get; } =
        new(
            "temperature",
            SettingKind.Number,
            "",
            "Randomness of the answers; 0 always takes the likeliest.",
            UserOnly: false
        )
        {
            Minimum = 0,
            Maximum = 2,
        };

    public static SettingKey Seed { get; } =
        new(
            "seed",
            SettingKind.WholeNumber,
            "",
            "Makes answers with a temperature above 0 repeatable.",
            UserOnly: false
        )
        {
            Minimum = 0,
            Maximum = int.MaxValue,
        };

    public static SettingKey CompletionOffLanguages { get; } =
        new(
            "completionOffLanguages",
            SettingKind.Text,
            "",
            "File extensions without suggestions while typing, such as md,json; * is all.",
            UserOnly: false
        );

    public static SettingKey CompletionOffPaths { get; } =
        new(
            "completionOffPaths",
            SettingKind.Text,
            "",
            "Paths without suggestions while typing, such as **/Migrations/**,*.g.cs.",
            UserOnly: false
        );

    public static SettingKey CompletionPauseMs { get; } =
        new(
            "completionPauseMs",
            SettingKind.WholeNumber,
            "-1",
            "Pause in typing before the model is asked, in milliseconds; -1 adapts to how fast it answers.",
            UserOnly: true
        )
        {
            Minimum = -1,
            Maximum = 10_000,
        };

    public static SettingKey CompletionPrefetch { get; } =
        new(
            "completionPrefetch",
            SettingKind.Choice,
            "auto",
            "Whether the next suggestion is written while one is shown; auto does so on a GPU.",
            UserOnly: true
        )
        {
            Choices = ["auto", "on", "off"],
        };

    public static SettingKey Trust { get; } =
        new(
            "trust",
            SettingKind.Folders,
            "",
            "Repositories whose own build code may run, so that the compiler can check edits in them.",
            UserOnly: true
        );

    public static SettingKey IdleUnloadSeconds { get; } =
        Seconds("idleUnloadSeconds", "600", "Time without a request after which the daemon frees the model's memory.");

    public static SettingKey IdleExitSeconds { get; } =
        Seconds("idleExitSeconds", "3600", "Time without a client after which the daemon ends.");

    public static SettingKey Threads { get; } =
        new(
            "threads",
            SettingKind.WholeNumber,
            "0",
            "Threads for the model on the CPU; 0 is one for each core that the process may use.",
            UserOnly: true
        )
        {
            Minimum = 0,
            Maximum = 512,
        };

    public static SettingKey ContextTokens { get; } =
        new(
            "contextTokens",
            SettingKind.WholeNumber,
            "0",
            "Tokens of memory for all requests together; 0 is what suits the machine.",
            UserOnly: true
        )
        {
            Minimum = 0,
            Maximum = 1 << 20,
        };

    public static SettingKey Backend { get; } =
        new(
            "backend",
            SettingKind.Choice,
            "auto",
            "Native libraries for the model; auto is a GPU backend that is installed and that the driver can run, else the CPU.",
            UserOnly: true
        )
        {
            Choices = ["auto", "cpu", "cuda12", "vulkan"],
        };

    public static SettingKey GpuLayers { get; } =
        new(
            "gpuLayers",
            SettingKind.WholeNumber,
            "-1",
            "Layers of the model kept on the GPU; -1 is as many as fit, 0 uses the CPU alone.",
            UserOnly: true
        )
        {
            Minimum = -1,
            Maximum = 10_000,
        };

    public static SettingKey CpuMoe { get; } =
        new(
            "cpuMoe",
            SettingKind.ChoiceOrNumber,
            "auto",
            "Layers whose experts compute on the CPU though the layer is on the GPU; auto is as few as its memory asks for.",
            UserOnly: true
        )
        {
            Choices = ["auto", "all", "none"],
            Minimum = 0,
            Maximum = 10_000,
        };

    public static SettingKey FlashAttention { get; } =
        new(
            "flashAttention",
            SettingKind.Choice,
            "auto",
            "The fused attention kernel: less memory and mostly faster; auto asks the native library.",
            UserOnly: true
        )
        {
            Choices = ["auto", "on", "off"],
        };

    public static SettingKey KvType { get; } =
        new(
            "kvType",
            SettingKind.Choice,
            "f16",
            "Number format of the memory of past tokens; q8_0 halves it, q4_0 quarters it and costs quality.",
            UserOnly: true
        )
        {
            Choices = ["f16", "bf16", "f32", "q8_0", "q4_0"],
        };

    public static SettingKey BatchTokens { get; } =
        new(
            "batchTokens",
            SettingKind.WholeNumber,
            "0",
            "Most tokens computed at once; fewer take less memory and read prompts more slowly. 0 is 512.",
            UserOnly: true
        )
        {
            Minimum = 0,
            Maximum = 8192,
        };

    public static SettingKey Framework { get; } =
        new(
            "framework",
            SettingKind.Text,
            "",
            "Target framework whose meaning counts in projects for several, such as net10.0. Empty: the newest.",
            UserOnly: false
        );

    public static SettingKey WorkspaceMiB { get; } =
        new(
            "workspaceMiB",
            SettingKind.WholeNumber,
            "2048",
            "Memory in MiB above which the daemon drops what the compiler holds of projects not in use; 0 is no bound.",
            UserOnly: true
        )
        {
            Minimum = 0,
            Maximum = 1 << 20,
        };

    public static SettingKey LogLevel { get; } =
        new(
            "logLevel",
            SettingKind.LogLevel,
            "info",
            "Level of the daemon's log: error, warning, info, debug or trace; info,llama=debug sets that of a category.",
            UserOnly: true
        );

    public static IReadOnlyList<SettingKey> All { get; } =
    [
        Model,
        Effort,
        Temperature,
        Seed,
        CompletionOffLanguages,
        CompletionOffPaths,
        CompletionPauseMs,
        CompletionPrefetch,
        Trust,
        IdleUnloadSeconds,
        IdleExitSeconds,
        Threads,
        ContextTokens,
        Backend,
        GpuLayers,
        CpuMoe,
        FlashAttention,
        KvType,
        BatchTokens,
        Framework,
        WorkspaceMiB,
        LogLevel,
    ];

    /// <summary>The key of this name, letter case aside; null when there is none.</summary>
    public static SettingKey? Find(string name)
    {
        foreach (var key in All)
        {
            if (string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return key;
            }
        }

        return null;
    }

    private static SettingKey Seconds(string name, string standard, string description) =>
        new(name, SettingKind.WholeNumber, standard, description + " 0 is never.", UserOnly: true)
        {
            Minimum = 0,
            Maximum = 31_536_000,
        };
}
