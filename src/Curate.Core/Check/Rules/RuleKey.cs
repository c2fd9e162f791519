namespace Curate.Core.Check.Rules;

/// <summary>A key that rules of one kind take.</summary>
/// <param name="Name">Kebab case.</param>
/// <param name="Kind">What it takes.</param>
/// <param name="Help">One sentence.</param>
public sealed record RuleKey(string Name, RuleKeyKind Kind, string Help)
{
    public bool Required { get; init; }

    public string? Default { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];
}
