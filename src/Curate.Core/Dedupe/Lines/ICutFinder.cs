namespace Curate.Core.Dedupe.Lines;

/// <summary>Takes the texts of the second dataset, then those of the dataset itself, unit by unit, and says which units are cut.</summary>
internal interface ICutFinder : IDisposable
{
    /// <summary>It does not fit the memory budget; what it heard is lost and another way is taken.</summary>
    bool Full { get; }

    /// <summary>Whether the units go to it in one more pass, and what that pass does.</summary>
    bool NextPass(out string what);

    /// <summary>Starts a text.</summary>
    void Open(in TextHead head);

    /// <summary>The next units of the text.</summary>
    void Add(ReadOnlySpan<TextPiece> pieces, ReadOnlySpan<byte> text);

    /// <summary>Ends the text; its units that are cut, where there are some and that is known at once. Valid until the next text.</summary>
    CutRow? Close();

    /// <summary>The units that are cut, row by row, after the last pass; null where <see cref="Close"/> has said it. The log is the caller's.</summary>
    /// <param name="rows">Rows of the dataset.</param>
    CutLog? Find(long rows);
}
