namespace Curate.Core.Data;

/// <summary>The value that settled the kind of a column.</summary>
/// <param name="Row">Where it stands.</param>
/// <param name="Text">Its beginning, as written.</param>
/// <param name="Class">What it looks like.</param>
public sealed record KindExample(RowId Row, string Text, LexicalClass Class);
