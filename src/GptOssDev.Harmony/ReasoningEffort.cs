namespace GptOssDev.Harmony;

/// <summary>How much a model is asked to think before it answers. The format knows no "off".</summary>
public enum ReasoningEffort
{
    Low,
    Medium,
    High,
}
