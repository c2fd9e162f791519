namespace Curate.Core.Methods;

/// <summary>A small table that the law tests run a method on, and the names of its columns by role.</summary>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Classes">Distinct labels among them; 0 for an empty table.</param>
public sealed record LawCase(int Rows, int Classes)
{
    public string Id { get; init; } = "id";

    public string Label { get; init; } = "label";

    public string Group { get; init; } = "group";

    public string Text { get; init; } = "text";

    public string Number { get; init; } = "number";

    public string Time { get; init; } = "time";
}
