namespace Curate.Formats.Files;

/// <summary>How files with different columns become one dataset (<c>--schema</c>).</summary>
public enum SchemaMode
{
    /// <summary>All columns by name: the first file's, then new ones in order of first appearance; a file without one has nulls.</summary>
    Union,
    /// <summary>All files have the same columns in the same order (JSON Lines: the same keys in any order).</summary>
    Strict,
    /// <summary>The columns that every file has, in the first file's order.</summary>
    Intersect,
}
