package espalier.app;

import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Region;

import atlantafx.base.controls.ModalPane;

import org.jspecify.annotations.Nullable;

/** Shows one card above the window; Esc or a click beside it closes it and gives the focus back. */
final class Overlay extends ModalPane {
	private @Nullable Node before;

	Overlay() {
		setId("overlay");
		setInTransitionFactory(null);
		setOutTransitionFactory(null);
		displayProperty().addListener((o, was, is) -> {
			Node back = before;
			if (!is && back != null)
				back.requestFocus();
		});
	}

	/** In the middle. */
	void card(Region card) {
		show(card, Pos.CENTER);
	}

	/** Below the title, where a person's eyes are. */
	void atTop(Region card) {
		show(card, Pos.TOP_CENTER);
	}

	private void show(Region card, Pos place) {
		if (!isDisplay())
			before = getScene() == null ? null : getScene().getFocusOwner();
		setAlignment(place);
		show(card);
		Platform.runLater(card::requestFocus);
	}
}
