namespace Curate.Core.Text.Tokens.Splitting;

/// <summary>The patterns that byte-level vocabularies were made with, as their authors publish them.</summary>
internal sealed record KnownPattern(string Name, string Regex)
{
    /// <summary>GPT-2, GPT-3: r50k and p50k.</summary>
    public static KnownPattern Gpt2 { get; } = new("gpt2", @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");

    /// <summary>GPT-3.5, GPT-4, Llama 3.</summary>
    public static KnownPattern Cl100k { get; } = new("cl100k",
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+");

    /// <summary>Qwen: cl100k with digits one by one.</summary>
    public static KnownPattern Qwen2 { get; } = new("qwen2",
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+");

    /// <summary>GPT-4o and later.</summary>
    public static KnownPattern O200k { get; } = new("o200k",
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        + @"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+");

    public static IReadOnlyList<KnownPattern> All { get; } = [Gpt2, Cl100k, Qwen2, O200k];

    /// <summary>The one with this regular expression, or null.</summary>
    public static KnownPattern? Of(string regex) => All.FirstOrDefault(p => p.Regex == regex);
}
