namespace Curate.Core.Running.Views;

/// <summary>An order of sources that is computed, never stored: which source gives the next row.</summary>
public interface IInterleaving
{
    /// <summary>Rows that come out in all.</summary>
    long Rows { get; }

    /// <summary>Starts again from the first row.</summary>
    void Restart();

    /// <summary>The source of the next row. Each source gives its rows in order, from its first again when it is used up.</summary>
    int Next();
}
